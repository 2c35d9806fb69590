-- Who made the laws of the product's own register, where nobody had entered it; new courts get it from standard/laws/laws.json.
alter table laws.law no force row level security;
update laws.law l set issuer = t.issuer from (values
  ('民诉', '全国人民代表大会'),
  ('民法典', '全国人民代表大会'),
  ('刑法', '全国人民代表大会'),
  ('采购', '全国人民代表大会常务委员会'),
  ('反法', '全国人民代表大会常务委员会'),
  ('个保法', '全国人民代表大会常务委员会'),
  ('数据安全法', '全国人民代表大会常务委员会'),
  ('网安法', '全国人民代表大会常务委员会'),
  ('保密法', '全国人民代表大会常务委员会'),
  ('档案法', '全国人民代表大会常务委员会'),
  ('劳动合同法', '全国人民代表大会常务委员会')
  ) as t(key, issuer) where l.court_id is null and l.key = t.key and l.issuer is null;
alter table laws.law force row level security;
