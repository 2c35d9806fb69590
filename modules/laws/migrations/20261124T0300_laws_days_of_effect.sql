-- Days of effect that were to be filled in (待补) in the product's own register: where a court already runs, its rows get what a new court gets from
-- standard/laws/laws.json. Only what was empty is filled in; what a court entered itself stands. No change is announced: the texts are the same.
alter table laws.version no force row level security;
update laws.version v set effective_on = coalesce(v.effective_on, t.effective_on::date), number = coalesce(v.number, t.number),
    note_zh = coalesce(t.note_zh, v.note_zh), note_en = coalesce(t.note_en, v.note_en)
  from laws.law l, (values
  ('民诉', '2021年修正', null, '主席令第106号', null, null),
  ('民诉', '2023年修正', null, '主席令第11号', null, null),
  ('反法', '2025年修订', null, '主席令第50号', null, null),
  ('民法典', '现行文本', '2021-01-01', '主席令第45号', null, null),
  ('解释', '2022年修正', '2022-04-10', '法释〔2022〕11号', '引用的是民事诉讼法2021年修正的条文序号。', 'Cites the article numbers of the 2021 text of the Civil Procedure Law.'),
  ('登记', '2015年', '2015-05-01', '法释〔2015〕8号', null, null),
  ('简易', '2020年修正', '2021-01-01', '法释〔2020〕20号', null, null),
  ('专递', '2004年', '2005-01-01', '法释〔2004〕13号', null, null),
  ('在线', '2021年', '2021-08-01', '法释〔2021〕12号', null, null),
  ('审限', '2000年', '2000-09-28', '法释〔2000〕29号', null, null),
  ('期限35', '2006年', '2007-01-01', '法发〔2006〕35号', null, null),
  ('财调', '2020年修正', '2021-01-01', '法释〔2020〕21号', null, null),
  ('网查', '2013年', '2013-09-02', '法释〔2013〕20号', null, null),
  ('终本', '2016年', '2016-12-01', '法〔2016〕373号', null, null),
  ('保全规定', '2020年修正', '2021-01-01', '法释〔2020〕21号', null, null),
  ('交纳办法', '现行文本', '2007-04-01', '国务院令第481号', null, null),
  ('送达19', '2017年', null, '法发〔2017〕19号', '施行日期未找到可靠出处，待法院核对原文后补录。', 'No dependable source for the day of effect was found; the court enters it after checking the text.'),
  ('保管期限', '现行文本', null, null, '施行日期未找到可靠出处，待法院核对原文后补录。', 'No dependable source for the day of effect was found; the court enters it after checking the text.'),
  ('立卷', '1991年', null, null, '施行日期未找到可靠出处，待法院核对原文后补录。', 'No dependable source for the day of effect was found; the court enters it after checking the text.'),
  ('阅卷', '2020年修正', '2021-01-01', '法释〔2020〕20号', null, null),
  ('采购', '2014年修正', '2014-08-31', '主席令第14号', '2003年1月1日起施行；2014年8月31日修正，自公布之日起施行。', 'In force since 2003-01-01; amended 2014-08-31 with effect from that day.'),
  ('采购条例', '2015年', '2015-03-01', '国务院令第658号', null, null),
  ('竞争性磋商', '2014年', null, '财库〔2014〕214号', '施行日期未找到可靠出处，待法院核对原文后补录。', 'No dependable source for the day of effect was found; the court enters it after checking the text.'),
  ('刑法', '现行文本', '2024-03-01', '主席令第18号', '1997年10月1日起施行的文本，截至修正案（十二）（2024年3月1日起施行）；此后有无修正，待法院核对。', 'The text in force since 1997-10-01 as amended up to Amendment XII (2024-03-01); whether it was amended since is for the court to check.'),
  ('反法', '1993年', '1993-12-01', '主席令第10号', null, null),
  ('反法', '2017年修订', '2018-01-01', '主席令第77号', null, null),
  ('反法', '2019年修正', '2019-04-23', '主席令第29号', null, null),
  ('个保法', '现行文本', '2021-11-01', '主席令第91号', null, null),
  ('数据安全法', '现行文本', '2021-09-01', '主席令第84号', null, null),
  ('网络数据条例', '现行文本', '2025-01-01', '国务院令第790号', null, null),
  ('网安法', '2016年', '2017-06-01', '主席令第53号', '日志条款序号按2016年文本；2026年起的修正文本未核。', 'Article on logs numbered as in the 2016 text; the amended text in force from 2026 has not been read.'),
  ('保密法', '现行文本', '2024-05-01', '主席令第20号', '2024年修订，自2024年5月1日起施行。', 'As revised in 2024, in force since 2024-05-01.'),
  ('档案法', '现行文本', '2021-01-01', '主席令第47号', '2020年修订，自2021年1月1日起施行。', 'As revised in 2020, in force since 2021-01-01.'),
  ('劳动合同法', '现行文本', '2013-07-01', '主席令第73号', '2008年1月1日起施行；2012年修正自2013年7月1日起施行。', 'In force since 2008-01-01; as amended in 2012, in force since 2013-07-01.'),
  ('工伤保险条例', '现行文本', '2011-01-01', '国务院令第586号', '2004年1月1日起施行；2010年修订自2011年1月1日起施行。', 'In force since 2004-01-01; as revised in 2010, in force since 2011-01-01.'),
  ('外包规范', '现行文本', null, null, '施行日期未找到可靠出处，待法院核对原文后补录。', 'No dependable source for the day of effect was found; the court enters it after checking the text.')
  ) as t(key, label, effective_on, number, note_zh, note_en)
  where v.court_id is null and l.court_id is null and l.id = v.law_id and l.key = t.key and v.label = t.label and (v.effective_on is null or v.number is null);
alter table laws.version force row level security;
