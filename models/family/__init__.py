"""Who people are to each other, and who may act for whom."""
