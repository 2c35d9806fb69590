/** Words of the exported sheet: a file is read outside the pages, so it carries its own. */
export const exportWords = {
  zh: {
    file: '考勤表',
    sheet: '考勤',
    head: ['姓名', '工号', '班组'],
    sum: { due: '应出勤（天）', worked: '出勤', leave: '请假', absent: '缺勤', late: '迟到', extra: '加班' },
    cell: { O: '休', D: '待', P: '√', L: '假', A: '缺', T: '迟', X: '加', ' ': '' },
  },
  en: {
    file: 'Attendance',
    sheet: 'Attendance',
    head: ['Name', 'Staff no.', 'Team'],
    sum: { due: 'Owed (days)', worked: 'Worked', leave: 'Leave', absent: 'Absent', late: 'Late', extra: 'Extra' },
    cell: { O: 'off', D: 'to come', P: '√', L: 'leave', A: 'absent', T: 'late', X: 'extra', ' ': '' },
  },
} as const
