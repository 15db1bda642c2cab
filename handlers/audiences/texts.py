"""Words about whom something is for. Only those who send read them: a resident never does."""

from __future__ import annotations

from bot.dialogue.say import _

# -- where ---------------------------------------------------------------------------------------------
WHICH_PLACE = _("哪儿的通知？打一两个字也行。")
SHORT_PLACE = _("哪儿的")
WHERE_TO = _("发给哪儿？")
SHORT_WHOM = _("发给谁")
PICK = {"buildings": _("挑楼"), "places": _("挑社区"), "hamlets": _("挑屯")}
PICK_PEOPLE = _("挑人")
WHOLE = {
    "city": _("全市"),
    "street": _("全街道"),
    "town": _("全镇"),
    "township": _("全乡"),
    "community": _("全社区"),
    "village": _("全村"),
}
IS_BUILDINGS = _("{whole}是 {buildings} 栋楼、{homes} 户。")
IS_PLACES = _("{whole}是 {places}、{homes} 户。")
IS_HAMLETS = _("{whole}是 {hamlets} 个屯、{homes} 户。")
ASKED_BACK = _("{size}{sure}")
ALL_CUT = _("都停吗？")
ALL_TOLD = _("都发吗？")
YES_CUT = _("都停")
YES_TOLD = _("都发")
NO_BUT = {
    "buildings": _("不是，挑楼"),
    "places": _("不是，挑社区"),
    "hamlets": _("不是，挑屯"),
}
WHICH_ESTATE = _("哪个小区？")
SHORT_ESTATE = _("小区")
TICK_BUILDINGS = _("挑楼，点一下勾上。")
SHORT_BUILDINGS = _("哪几栋")
BUILDING = _("{number} 号楼")
BUILDINGS = _("{first} 到 {last} 号楼")
MORE_ESTATES = _("别的小区还有吗？")
NO_MORE_ESTATES = _("没有了")
ANOTHER_ESTATE = _("还有一个小区")
TICK_PLACES = _("挑社区，点一下勾上。打一两个字找得快。")
TICK_HAMLETS = _("挑屯，点一下勾上。")
SHORT_SPOTS = _("哪几处")

# -- what kind of people -------------------------------------------------------------------------------
WHO = _("什么样的人？")
AND_WHO = {
    "and": _("还得是什么样的？"),
    "or": _("或者是什么样的？"),
    "not": _("除了什么样的？"),
}
SORTS = {
    "age": _("看岁数"),
    "category": _("看哪一类"),
    "grade": _("看几年级"),
    "team": _("签了哪家大夫"),
    "programme": _("报了哪个活动"),
    "role": _("志愿者、网格员这些"),
    "english": _("看英文的"),
    "buildings": _("住哪几栋"),
    "places": _("住哪个社区"),
    "hamlets": _("住哪个屯"),
    "kept": _("存好的一拨人"),
}
HOW_OLD = _("多大岁数的？")
FROM_AGE = _("{age} 岁以上")
TO_AGE = _("{age} 岁以下")
OTHER_AGES = _("别的岁数")
TYPE_AGES = _("从几岁到几岁？比如“70 到 79”“85 以上”。")
NOT_AGES = _("这个岁数我没看懂。写成“70 到 79”“85 以上”就行。")
WHICH_CATEGORY = _("哪一类？只用来挑人，谁也看不见。点一下勾上。")
WHICH_GRADE = _("几年级？点一下勾上。")
WHICH_TEAM = _("签了哪家大夫？")
WHICH_PROGRAMME = _("报了哪个活动？")
WHICH_ROLE = _("做什么的？点一下勾上。")
WHICH_KEPT = _("存好的哪一拨？")
SO_FAR = _("眼下是：{sentence}。")
AND_MORE = _("还要再挑一样吗？")
ENOUGH = _("就这些")
MORE = {"and": _("还得是…"), "or": _("或者是…"), "not": _("除了…")}
FAMILY_TOO = _("家里收信的也发吗？")
YES_FAMILY = _("也发")
NO_FAMILY = _("不用")
GOES_TO = _("发给：{sentence}。")
IS_IT_THEM = _("是这一拨人吧？")
THESE = _("就发给他们")
OTHERS = _("换一拨")

# -- the sentence --------------------------------------------------------------------------------------
SIZE_BUILDINGS = _("{whole} {buildings} 栋楼、{homes} 户")
SIZE_PLACES = _("{whole} {places}、{homes} 户")
SIZE_HAMLETS = _("{whole} {hamlets} 个屯、{homes} 户")
ALL_IN = _("{where}里所有的人")
THOSE_IN = _("{where}里{who}的人")
LIVING_IN = _("住在{where}的人")
THOSE_LIVING_IN = _("住在{where}的人里，{who}的")
EXCEPT = _("{whom}，除了{who}的")
WITH_FAMILY = _("{whom}，加上替他们收信的家里人")
TIGHT = {"or": _("{a}或{b}"), "and": _("{a}又{b}")}
LOOSE = {"or": _("{a}，或者{b}"), "and": _("{a}，并且{b}")}
NOT_THOSE = _("不是（{who}）")
BRACKETS = _("（{who}）")
SO_MANY = {"communities": _("{count} 个社区"), "villages": _("{count} 个村")}
LISTED = _("{some}、{more}")
ONE_OF = _("{some}或{more}")
OF_ESTATE = _("{estate} {spots}")
IN_COMMUNITY = _("{estate}{spots}")
IS = {
    "everybody": _("哪样都算"),
    "lives": _("住在{what}"),
    "roles": _("当{what}"),
    "least": _("{least} 岁以上"),
    "most": _("{most} 岁以下"),
    "ages": _("{least} 到 {most} 岁"),
    "age": _("{least} 岁"),
    "categories": _("{what}"),
    "grades": _("上{what}"),
    "team": _("签了{what}"),
    "programme": _("报了“{what}”"),
    "en": _("看英文"),
    "zh": _("看中文"),
}
IS_NOT = {
    "everybody": _("哪样都不算"),
    "lives": _("不住在{what}"),
    "roles": _("不当{what}"),
    "least": _("不是 {least} 岁以上"),
    "most": _("不是 {most} 岁以下"),
    "ages": _("不是 {least} 到 {most} 岁"),
    "age": _("不是 {least} 岁"),
    "categories": _("不是{what}"),
    "grades": _("不上{what}"),
    "team": _("没签{what}"),
    "programme": _("没报“{what}”"),
    "en": _("不看英文"),
    "zh": _("不看中文"),
}
GONE_PLACE = _("已经不在册的一处")
GONE_THING = _("已经没有的一样")

# -- what is kept --------------------------------------------------------------------------------------
KEEP = _("存下这拨人")
WHICH_NAME = _("这拨人叫什么？下回点名字就行。")
SHORT_NAME = _("名字")
NAME_LONG = _("名字写 {most} 个字以内。")
KEPT_AS = _("存好了：{name}。下回在[存好的一拨人]里。")
KEPT_ONES = _("存好的：")
NOTHING_KEPT = _("还没存过。发完一回通知，可以把那拨人存下来。")
KEPT_IS = _("{name}：{sentence}。")
DROP = _("不留了")
DROPPED = _("不留了。发出去的不变。")
KEPT_LIST = _("存好的这些")
NEXT = _("往下看")
