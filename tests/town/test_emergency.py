"""A cry for help is heard at once, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from models.town.emergency import Exact, Inside, match
from models.town.schema import Town

CRIES = {
    "头晕恶心，屋里有烟": "smoke",
    "屋里全是烟！": "smoke",
    "满屋子都是烟，快来人": "smoke",
    "煤气中毒了": "smoke",
    "There's smoke in the kitchen": "smoke",
    "着火了": "fire",
    "着火了！！！快来人啊": "fire",
    "3号楼2单元着火了": "fire",
    "我家厨房着火了，怎么办": "fire",
    "着 火 了": "fire",
    "起火了，救命": "fire",
    "着火啦，谢谢": "fire",
    "FIRE!!!": "fire",
    "help, my house is on fire": "fire",
    "ｆｉｒｅ": "fire",
    "屋里有煤气味": "gas_leak",
    "煤气漏了，快点": "gas_leak",
    "I smell gas": "gas_leak",
    "心脏疼": "illness",
    "我妈心口疼得厉害": "illness",
    "喘不上气": "illness",
    "老伴晕倒了，叫不醒": "illness",
    "吐血了": "illness",
    "您好，麻烦您，我胸口疼": "illness",
    "heart attack": "illness",
    "please help, my mother can't breathe": "illness",
    "I can’t breathe": "illness",
    "摔倒起不来": "fall",
    "我摔倒了": "fall",
    "我妈摔倒了，起不来了": "fall",
    "摔倒": "fall",
    "I fell and can't get up": "fall",
    "I've fallen": "fall",
    "有人砸门": "crime",
    "家里进人了！": "crime",
    "他打我": "crime",
    "Somebody is breaking in": "crime",
    "不想活了": "self_harm",
    "我不想活了": "self_harm",
    "活够了": "self_harm",
    "I want to die": "self_harm",
    "孩子走丢了": "missing",
    "my child is missing": "missing",
    "救命": "any",
    "救命啊救命啊！": "any",
    "求求你们救救我": "any",
    "SOS": "any",
    "快来人啊": "any",
}
WITHIN = {
    "着火了吗昨天电视里说": "fire",
    "昨天楼下着火了，今天都收拾好了": "fire",
    "暖气不热，我摔了一跤起不来，腿也肿了，这可咋整": "fall",
    "昨晚上心脏疼了一宿，今天想约个大夫看看": "illness",
    "我家暖气冒烟了，好像是接头那儿": "smoke",
    "这日子没意思，真是不想活了，儿子也不来": "self_harm",
    "我妈没摔倒，可她说胸口疼，想约大夫": "illness",
    "My neighbour had a stroke last year and needs company": "illness",
    "somebody said there was a fire in building four yesterday": "fire",
}
EVERYDAY = [
    "",
    "1",
    "您是我的救命恩人",
    "谢谢救命之恩",
    "没摔倒",
    "我没有摔倒",
    "不是着火了，是做饭呢",
    "没着火了",
    "想死你了",
    "我想死我闺女了",
    "这衣服跳楼价",
    "什么时候有火灾演练",
    "怎么预防摔倒",
    "嗓子都冒烟了，想喝水",
    "早上起不来了，改下午行不",
    "拿刀切菜切不动，想找人磨刀",
    "暖气不热",
    "屋里冻得慌",
    "头晕",
    "大冷天的，太麻烦人家了",
    "楼下抽烟的人多",
    "我着急上火了",
    "水管漏水",
    "help",
    "please help me",
    "no fire here",
    "I did not fall",
    "there was a fire drill today",
    "fireworks tonight?",
    "I fell asleep",
    "who is my emergency contact",
    "I fired the cleaner",
    "it was a stroke of luck",
    "not an emergency",
    "dying to see the show",
]


@pytest.mark.parametrize(("said", "group"), CRIES.items())
def test_a_bare_cry_is_heard(town: Town, said: str, group: str) -> None:
    heard = match(town, said)
    assert isinstance(heard, Exact)
    assert heard.group.id == group


@pytest.mark.parametrize(("said", "group"), WITHIN.items())
def test_a_cry_within_a_story_is_asked_about(town: Town, said: str, group: str) -> None:
    heard = match(town, said)
    assert isinstance(heard, Inside)
    assert heard.group.id == group


@pytest.mark.parametrize("said", EVERYDAY)
def test_everyday_words_raise_nothing(town: Town, said: str) -> None:
    assert match(town, said) is None


def test_every_phrase_of_the_town_is_a_bare_cry(town: Town) -> None:
    missed = [
        phrase
        for group in town.emergency.groups
        for phrase in group.phrases.all
        if not isinstance(match(town, phrase), Exact)
    ]
    assert missed == []


def test_no_harmless_word_is_a_cry(town: Town) -> None:
    assert [w for w in town.emergency.harmless.all if match(town, w) is not None] == []


def test_a_very_long_text_is_never_a_bare_cry(town: Town) -> None:
    assert isinstance(match(town, "救命！" * 1000), Inside)


def test_the_worst_text_of_four_thousand_letters_is_read_in_passing(town: Town) -> None:
    """No pattern may explode: this hangs a build where it does."""
    for text in ("没" * 4096, "我" * 4096, "a" * 4096, "fire" * 1024, "不 " * 2048):
        match(town, text)


def test_what_to_do_comes_with_the_cry(town: Town) -> None:
    heard = match(town, "头晕恶心，屋里有烟")
    assert heard is not None
    assert [line.zh for line in heard.group.guidance] == [
        "人先出来，到楼道里。马上打 120。",
        "把棉袄披上。",
    ]
    assert heard.group.numbers == ("n120", "n119")
