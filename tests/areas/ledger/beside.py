"""Buttons of an opened person's categories."""

BESIDE = {
    "grid worker": (
        "t.ledger.{wang}", "t.ledger_page.{wang}.1", "t.ledger_in.{wang}.poor.1",
        "t.ledger_out.{wang}.alone.0",
    ),
}  # fmt: skip
