"""Audiences as somebody might choose them, and the sentence that has to come of each in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from models.audiences.expressions import (
    Aged,
    BookedIn,
    Both,
    Either,
    Everybody,
    Expression,
    Family,
    InBuildings,
    InCategories,
    InEstates,
    InGrades,
    InPlaces,
    Reads,
    SignedWith,
    Without,
    WithRole,
)
from tests.audiences.crowd import OVER, ROOM, TALK


@dataclass(frozen=True, slots=True)
class Written:
    """Sent at ``place``."""

    place: str
    whom: Expression
    zh: str
    en: str


WRITTEN = (
    Written(
        "yangguang", Everybody(),
        "全社区 28 栋楼、165 户",
        "The whole community: 28 buildings, 165 households",
    ),
    Written(
        "minghua", Everybody(),
        "全街道 4 个社区、657 户",
        "The whole street: 4 communities, 657 households",
    ),
    Written(
        "xiaochengzi_cun", Everybody(),
        "全村 2 个屯、296 户",
        "The whole village: 2 hamlets, 296 households",
    ),
    Written(
        "huadian", Everybody(),
        "全市 13 个社区、169 个村、1541 户",
        "The whole city: 13 communities, 169 villages, 1541 households",
    ),
    Written(
        "yangguang", InBuildings("yangguang_xiaoqu", (3, 5)),
        "住在阳光社区 3 号楼、5 号楼的人",
        "People living in Building 3, Building 5 of Yangguang Community",
    ),
    Written(
        "aihua", Either((InBuildings("aihua_hualin", (1, 2)), InBuildings("aihua_songjiang", (4,)))),
        "住在爱华社区桦林家园 1 号楼、2 号楼、松江花园 4 号楼的人",
        "People living in Building 1, Building 2 of Hualin Homes, Building 4 of Songjiang Gardens in Aihua Community",
    ),
    Written(
        "minghua", InPlaces(("aihua", "hongsheng")),
        "住在爱华社区、红升社区的人",
        "People living in Aihua Community, Hongsheng Community",
    ),
    Written(
        "huadian", InPlaces(("xiaochengzi_cun", "hongsheng_cun")),
        "住在小城子村、红升村的人",
        "People living in Xiaochengzi Village, Hongsheng Village",
    ),
    Written(
        "xiaochengzi_cun", InEstates(("xiaochengzi_dong",)),
        "住在小城子村东屯的人",
        "People living in East Hamlet in Xiaochengzi Village",
    ),
    Written(
        "yangguang", Aged(80),
        "阳光社区里 80 岁以上的人",
        "People in Yangguang Community who are 80 or over",
    ),
    Written(
        "yangguang", Aged(None, 14),
        "阳光社区里 14 岁以下的人",
        "People in Yangguang Community who are 14 or under",
    ),
    Written(
        "minghua", Aged(60, 69),
        "明桦街道里 60 到 69 岁的人",
        "People in Minghua Street who are 60 to 69 years old",
    ),
    Written(
        "yangguang", Aged(6, 6),
        "阳光社区里 6 岁的人",
        "People in Yangguang Community who are 6 years old",
    ),
    Written(
        "yangguang", Without(Aged(65)),
        "阳光社区里所有的人，除了 65 岁以上的",
        "Everybody in Yangguang Community, except those who are 65 or over",
    ),
    Written(
        "yangguang", InCategories(("alone",)),
        "阳光社区里独居的人",
        "People in Yangguang Community who are listed as living alone",
    ),
    Written(
        "yangguang", InCategories(("alone", "empty_nest")),
        "阳光社区里独居或空巢的人",
        "People in Yangguang Community who are listed as living alone or children far away",
    ),
    Written(
        "minghua", Without(InCategories(("poor", "disabled"))),
        "明桦街道里所有的人，除了低保、特困或重残的",
        "Everybody in Minghua Street, except those who are listed as on basic support or severely disabled",
    ),
    Written(
        "yangguang", InGrades((1, 2)),
        "阳光社区里上一年级或二年级的人",
        "People in Yangguang Community who are in grade 1 or grade 2",
    ),
    Written(
        "minghua", InGrades((12,)),
        "明桦街道里上高三的人",
        "People in Minghua Street who are in grade 12",
    ),
    Written(
        "yangguang", SignedWith("doc_yangguang"),
        "阳光社区里签了阳光家庭医生团队的人",
        "People in Yangguang Community who have signed with Yangguang family-doctor team",
    ),
    Written(
        "minghua", Without(SignedWith("doc_yangguang")),
        "明桦街道里所有的人，除了签了阳光家庭医生团队的",
        "Everybody in Minghua Street, except those who have signed with Yangguang family-doctor team",
    ),
    Written(
        "minghua", BookedIn(TALK),
        "明桦街道里报了“冬天怎么穿”的人",
        'People in Minghua Street who have signed up for "Programme 1"',
    ),
    Written(
        "minghua", BookedIn(ROOM),
        "明桦街道里报了“四点半课堂”的人",
        'People in Minghua Street who have signed up for "Programme 2"',
    ),
    Written(
        "minghua", BookedIn(OVER),
        "明桦街道里报了“暑假课堂”的人",
        'People in Minghua Street who have signed up for "Programme 3"',
    ),
    Written(
        "yangguang", WithRole(("volunteer",)),
        "阳光社区里当志愿者的人",
        "People in Yangguang Community who serve as volunteer",
    ),
    Written(
        "minghua", WithRole(("volunteer", "grid_worker", "tutor")),
        "明桦街道里当志愿者、网格员或四点半课堂老师的人",
        "People in Minghua Street who serve as volunteer, grid worker or after-school tutor",
    ),
    Written(
        "xiaochengzi_cun", WithRole(("grid_worker",)),
        "小城子村里当网格员的人",
        "People in Xiaochengzi Village who serve as grid worker",
    ),
    Written(
        "yangguang", Reads("en"),
        "阳光社区里看英文的人",
        "People in Yangguang Community who read English",
    ),
    Written(
        "yangguang", Both((InBuildings("yangguang_xiaoqu", tuple(range(1, 15))), Aged(80))),
        "住在阳光社区 1 到 14 号楼的人里，80 岁以上的",
        "People living in Buildings 1 to 14 of Yangguang Community who are 80 or over",
    ),
    Written(
        "yangguang", Family(Either((Aged(80), InCategories(("alone",))))),
        "阳光社区里 80 岁以上或独居的人，加上替他们收信的家里人",
        "People in Yangguang Community who are 80 or over or are listed as living alone, and the family who get copies for them",
    ),
    Written(
        "yangguang", Both((Aged(60), Without(SignedWith("doc_yangguang")))),
        "阳光社区里 60 岁以上的人，除了签了阳光家庭医生团队的",
        "People in Yangguang Community who are 60 or over, except those who have signed with Yangguang family-doctor team",
    ),
    Written(
        "minghua", Both((InPlaces(("aihua",)), Aged(60), Without(InCategories(("alone", "over80"))))),
        "住在爱华社区的人里，60 岁以上的，除了独居或八十以上的",
        "People living in Aihua Community who are 60 or over, except those who are listed as living alone or eighty and over",
    ),
    Written(
        "minghua", Both((Either((Aged(80), InCategories(("alone",)))), Either((WithRole(("volunteer",)), Reads("en"))))),
        "明桦街道里 80 岁以上或独居，并且当志愿者或看英文的人",
        "People in Minghua Street who are 80 or over or are listed as living alone, and besides serve as volunteer or read English",
    ),
    Written(
        "minghua", Either((Both((Aged(80), InCategories(("alone",)))), Both((Aged(None, 14), InGrades((1, 2, 3)))))),
        "明桦街道里 80 岁以上又独居，或者（14 岁以下，并且上一年级、二年级或三年级）的人",
        "People in Minghua Street who are 80 or over and are listed as living alone, or else (are 14 or under, and besides are in grade 1, grade 2 or grade 3)",
    ),
    Written(
        "yangguang", Without(Either((Aged(60), Aged(None, 14)))),
        "阳光社区里所有的人，除了 60 岁以上或 14 岁以下的",
        "Everybody in Yangguang Community, except those who are 60 or over or are 14 or under",
    ),
    Written(
        "yangguang", Without(Both((Aged(60), InCategories(("alone",))))),
        "阳光社区里所有的人，除了 60 岁以上又独居的",
        "Everybody in Yangguang Community, except those who are 60 or over and are listed as living alone",
    ),
    Written(
        "yangguang", Without(Without(Aged(90))),
        "阳光社区里 90 岁以上的人",
        "People in Yangguang Community who are 90 or over",
    ),
    Written(
        "huadian", Either((Both((Aged(80), Either((InCategories(("alone",)), Reads("en"))))), WithRole(("coordinator",)))),
        "桦甸市里（80 岁以上，并且独居或看英文），或者当社区值班的人",
        "People in Huadian who (are 80 or over, and besides are listed as living alone or read English), or else serve as coordinator",
    ),
    Written(
        "minghua", Both((WithRole(("volunteer", "tutor")), Without(InPlaces(("yangguang",))))),
        "明桦街道里当志愿者或四点半课堂老师的人，除了住在阳光社区的",
        "People in Minghua Street who serve as volunteer or after-school tutor, except those who live in Yangguang Community",
    ),
    Written(
        "huadian", Family(Both((InEstates(("hongsheng_qian", "hongsheng_hou")), Aged(70), Without(BookedIn(TALK))))),
        "住在红升村前屯、后屯的人里，70 岁以上的，除了报了“冬天怎么穿”的，加上替他们收信的家里人",
        'People living in Front Hamlet, Back Hamlet in Hongsheng Village who are 70 or over, except those who have signed up for "Programme 1", and the family who get copies for them',
    ),
    Written(
        "minghua", Either((Without(Aged(14)), Without(Reads("zh")), InBuildings("aihua_jinye", (13,)))),
        "明桦街道里不是 14 岁以上或不看中文或住在爱华社区金叶小区 13 号楼的人",
        "People in Minghua Street who are not known to be 14 or over or do not read Chinese or live in Building 13 of Jinye Estate in Aihua Community",
    ),
    Written(
        "aihua", Both((Either((InBuildings("aihua_hualin", (1,)), Aged(90))), Without(Either((Both((Aged(90), Reads("en"))), InCategories(("poor",))))))),
        "爱华社区里住在桦林家园 1 号楼或 90 岁以上的人，除了（90 岁以上又看英文，或者低保、特困）的",
        "People in Aihua Community who live in Building 1 of Hualin Homes or are 90 or over, except those who (are 90 or over and read English, or else are listed as on basic support)",
    ),
)  # fmt: skip
