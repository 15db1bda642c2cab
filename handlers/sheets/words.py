"""Every code a row can be refused with, as what is wrong and what to do; and the names of columns.

Staff read these, in a hurry, with the table open beside it: a comma, then the remedy.
"""

from __future__ import annotations

from bot.dialogue.say import Text, _

FIELDS: dict[str, Text] = {
    "name": _("姓名"),
    "id_number": _("身份证号"),
    "phone": _("电话"),
    "born": _("出生日期"),
    "gender": _("性别"),
    "community": _("社区"),
    "address": _("住址"),
    "estate": _("小区"),
    "building": _("楼号"),
    "unit": _("单元"),
    "door": _("门牌"),
    "called": _("怎么称呼"),
    "relation": _("与户主关系"),
    "guardian_name": _("监护人"),
    "guardian_phone": _("监护人电话"),
    "guardian_id": _("监护人身份证号"),
    "school": _("学校"),
    "grade": _("年级"),
    "note": _("备注"),
    "team": _("签约团队"),
    "starts": _("开始日期"),
    "ends": _("到期日期"),
    "package": _("服务包"),
    "role": _("职务"),
    "place": _("管哪儿"),
    "checked": _("背景核查日期"),
    "check_until": _("核查有效期"),
}

PROBLEMS: dict[str, Text] = {
    # any cell
    "missing": _("空着，填上。"),
    "formula": _("是公式，复制后选“只粘贴值”。"),
    "cell_error": _("格子里是 #N/A 这样的，填上真的内容。"),
    "too_long": _("太长了，{most} 个字以内。"),
    "no_name": _("不像名字，只写名字就行。"),
    # identity numbers
    "id_digits_lost": _("后几位丢了：把这一列设成“文本”，照原件再填一遍。"),
    "id_length": _("有 {digits} 位，该是 18 位。"),
    "id_letters": _("不像身份证号。是别的证件就空着。"),
    "id_hidden": _("带星号，填全了再传。"),
    "id_check_digit": _("最后一位对不上，核对一下原件。"),
    "id_birth_date": _("中间的生日不对，核对一下原件。"),
    "id_born_differs": _("跟身份证号上的生日不一样，核对一下。"),
    "id_gender_differs": _("跟身份证号对不上，核对一下。"),
    # phones
    "phone_abroad": _("是外国、境外的号，我们打不通。换国内的，没有就空着。"),
    "phone_several": _("写了好几个，留一个。"),
    "phone_hidden": _("带星号，填全了再传。"),
    "phone_no_area": _("座机前头加上区号，像 0432-000-0000。"),
    "phone_digits": _("位数不对，数一数。"),
    "phone_zero_lost": _("前头的 0 丢了：把这一列设成“文本”，再填一遍。"),
    # dates
    "date_unclear": _("看不出是哪天。写成 1950-03-07 这样。"),
    "date_impossible": _("没有这一天，核对一下。"),
    "date_future": _("还没到呢，核对一下年份。"),
    "date_too_old": _("太早了，核对一下年份。"),
    "end_before_start": _("比开始的日期还早，核对一下。"),
    # one of several
    "gender_unclear": _("写“男”或者“女”。"),
    "grade_unclear": _("看不出几年级。写成“三年级”、“初二”这样。"),
    "team_unknown": _("没有这个团队。照公布的名字写，空着就是管他那个网格的。"),
    "package_unknown": _("没有这个服务包，照公布的名字写。"),
    "role_unknown": _("没有这个职务，照我们的叫法写。"),
    # places
    "address_missing": _("空着，写上小区、楼、单元、门。"),
    "address_unclear": _("叫这个名的有好几处，把社区或村也写上。"),
    "estate_unknown": _("地图上没有这个小区，核对一下名字。"),
    "community_unknown": _("没有这个社区或村，核对一下名字。"),
    "building_missing": _("{estate}要有楼号，写上几号楼。"),
    "building_unclear": _("看不出几号楼，只写数就行。"),
    "building_unknown": _("{estate}没有 {building} 号楼，核对一下。"),
    "unit_missing": _("空着，写上几单元。"),
    "unit_unclear": _("看不出几单元，只写数就行。"),
    "unit_unknown": _("{building} 号楼只有 {units} 个单元，核对一下。"),
    "door_missing": _("空着，写上门牌，像 401。"),
    "door_unclear": _("看不出门牌，写成 401 这样。"),
    "place_unknown": _("没有这个地方，写社区或者网格的全名。"),
    "place_unclear": _("叫这个名的有好几处，写全名。"),
    "place_not_for_role": _("这个职务不设在这样的地方，核对一下。"),
    # fields beside each other
    "nothing_to_know_by": _("光有名字对不上人，电话、身份证号填一样。"),
    "own_guardian": _("写的是孩子自己，换成大人。"),
    "guardian_is_child": _("这位还不满 18 岁，换成大人。"),
    "guardian_incomplete": _("名字和电话都得有，补上。"),
    "check_missing": _("跟孩子打交道的得核查过，填上日期。"),
    "check_ended": _("过期了，核查过再传。"),
    # rows beside each other
    "same_id": _("跟第 {row} 行是同一个号，留一行。"),
    "same_name_born": _("跟第 {row} 行同名同生日，留一行，或者补上身份证号。"),
    "same_name_phone": _("跟第 {row} 行同名同电话，留一行。"),
    "same_person": _("跟第 {row} 行是一回事，留一行。"),
    # beside what is kept already
    "outside": _("不归您这儿管，交给那边的社区。"),
    "person_unknown": _("还没记过这个人，先传居民表。"),
    "person_unclear": _("对得上的不止一位，补上身份证号。"),
    "person_gone": _("这位已经不在我们这儿了，先核实。"),
    "guardian_missing": _("不满 18 岁，写上监护人和电话。"),
    "guardian_unknown": _("还没记过这位监护人，先把他那一行也写上。"),
    "id_of_another": _("这个号记在别人名下，核对一下原件。"),
    "second_contract": _("已经签着一份，先结了那份。"),
    "no_team_here": _("他那个网格还没有团队管。"),
    "team_not_here": _("这个团队不管他那个网格，核对一下。"),
    "holder_is_child": _("不满 18 岁，不能担这个职务。"),
    "over_already": _("这一天已经过了，核对一下。"),
    "check_too_long": _("有效期写得太长，核查一回只管一年。"),
    "may_not_give": _("这个职务您这儿给不了，找上一级。"),
}
