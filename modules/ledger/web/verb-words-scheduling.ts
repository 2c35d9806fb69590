/** Verbs of module `scheduling`. */
export const schedulingVerbs: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'allocation.queue': ['查看待分案件', 'Cases waiting for a judge listed'],
  'allocation.list': ['查看分案登记', 'Allocations listed'],
  'allocation.read': ['查阅分案结果', 'Allocation read'],
  'allocation.draw': ['电脑随机分案', 'Case allocated by lot'],
  'allocation.designate': ['指定分案', 'Case allocated by designation'],
  'allocation.change': ['变更承办法官', 'Judge of a case changed'],
  'allocation.share': ['设定分案比例', 'Share of a judge set'],
  'allocation.absence': ['登记停分', 'Days without new cases entered'],
  'allocation.absence-end': ['取消停分', 'Days without new cases ended'],
  'allocation.rule': ['更改分案规则', 'Rule of allocation changed'],
  'allocation.seed': ['公开当日种子摘要', 'Digest of the day’s seed laid open'],
  'allocation.reveal': ['公开当日种子', 'Seed of the day laid open'],
}
