import type pg from 'pg'
import { spell } from '../../modules/cases/pinyin.ts'
import { nameGrams } from '../../modules/cases/rules/names.ts'
import { lintDefinition } from '../../modules/processes/bpmn/lint.ts'
import { parseBpmn } from '../../modules/processes/bpmn/parse.ts'
import { insertElements } from '../../modules/processes/seed.ts'
import type { Court } from './server.ts'

/** Ids of filled rows begin here, so that they are told apart from drawn ones and from each other. */
export const TASK = 10_000_000
export const STEP_TASK = 19_000_000
export const INSTANCE = 20_000_000
export const CASE = 30_000_000
export const PERSON = 5_000_000
export const CASES = 100_000
export const OPEN_TASKS = 200_000
export const STEP_TASKS = 48_000
const OPERATORS = 500

// Two steps: what the operator completes, then one in the hands of the case's clerk, so that a grant ends and a grant opens.
const twoSteps = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bw="http://bailiwick.local/bpmn/1.0" id="d" targetNamespace="http://bailiwick.local/processes">
  <bpmn:process id="bench-step" name="基准" isExecutable="true" bw:clause="7.2.2" bw:service="scan-catalogue" bw:nameEn="Bench">
    <bpmn:startEvent id="begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="work" name="办理" bw:nameEn="Work" bw:clause="7.2.2" bw:service="scan-catalogue" bw:nature="procedural" bw:performer="outsourced" bw:role="operator" bw:stage="scan" bw:categories="complaint evidence" bw:fields="C2" bw:actions="read" bw:due="P1WD" bw:form="bench-work"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="confirm" name="确认" bw:nameEn="Confirm" bw:clause="7.2.2" bw:service="scan-catalogue" bw:nature="procedural" bw:performer="court" bw:role="clerk" bw:stage="scan" bw:categories="complaint evidence" bw:fields="C2" bw:actions="read decide" bw:due="P1WD" bw:form="bench-confirm"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="over"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="work" /><bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="confirm" /><bpmn:sequenceFlow id="f3" sourceRef="confirm" targetRef="over" />
  </bpmn:process>
</bpmn:definitions>`

const publishTwoSteps = async (client: pg.Client): Promise<number> => {
  await client.query(
    "insert into processes.form (form, nature, title_zh, title_en) values ('bench-work', 'procedural', '办理', 'Work'), ('bench-confirm', 'procedural', '确认', 'Confirm')",
  )
  const read = await parseBpmn(twoSteps)
  if (!read.ok) throw new Error(JSON.stringify(read.findings))
  const found = lintDefinition(read.definition, {
    'bench-work': { nature: 'procedural' },
    'bench-confirm': { nature: 'procedural', performer: 'court' },
  })
  if (found.length) throw new Error(JSON.stringify(found))
  const { rows } = await client.query(
    "insert into processes.definition (court_id, key, version, name_zh, name_en, xml, parsed, state, published_at) values (null, 'bench-step', 1, '基准', 'Bench', $1, $2, 'published', now()) returning id",
    [twoSteps, JSON.stringify(read.definition)],
  )
  await insertElements(client, rows[0].id, read.definition)
  return rows[0].id
}

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹']
const given = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉华建国志红梅云海龙春雪松']
/** A made-up name, by number. */
export const nameOf = (n: number): string => surnames[n % 30]! + given[Math.floor(n / 30) % 38]! + given[Math.floor(n / 1140) % 38]!

const NAMES = 20_000
/** Names with what is searched, in the product's own spelling. */
const fillNames = async (client: pg.Client): Promise<void> => {
  const rows = Array.from({ length: NAMES }, (_x, i) => {
    const name = nameOf(i * 7 + 1)
    const s = spell(name, 'natural')
    const title = `${name}诉${nameOf(i * 13 + 5)}买卖合同纠纷`
    return { i, name, grams: nameGrams(name), pinyin: s.full, initials: s.initials, title, title_grams: nameGrams(title) }
  })
  await client.query(
    `create table bench.name as select i, name, array(select jsonb_array_elements_text(grams)) as grams, pinyin, initials, title, array(select jsonb_array_elements_text(title_grams)) as title_grams
    from jsonb_to_recordset($1::jsonb) as x(i int, name text, grams jsonb, pinyin text, initials text, title text, title_grams jsonb)`,
    [JSON.stringify(rows)],
  )
  await client.query('alter table bench.name add primary key (i)')
}

const taskColumns = `court_id, id, instance_id, definition_id, element_id, local_id, token_id, key, case_id, subject_type, subject_id, form, nature, performer, role, stage,
  division_id, engagement_id, state, assignee_id, assignee_side, opened_at, claimed_at, started_at, due_at`

/** Rows from..until (of the n-th open task) with their instances, tokens and grants: the first half in somebody's hands, 200 each, the rest in the pool. */
export const fillTasks = async (client: pg.Client, court: Court, from: number, until: number): Promise<void> => {
  const readers = court.readers.map((r) => r.personId)
  const def = "(select id from processes.definition where key = 'scan-catalogue' and state = 'published')"
  const caseOf = `${CASE} + (n % ${CASES}) + 1`
  const person = `(case when (n / 2) % ${OPERATORS} < ${readers.length} then ('{${readers}}'::bigint[])[(n / 2) % ${OPERATORS} + 1] else ${PERSON} + (n / 2) % ${OPERATORS} end)`
  const series = `from generate_series(${from}, ${until}) n`
  await client.query(`insert into processes.instance (court_id, id, definition_id, key, case_id, subject_type, subject_id, engagement_id, next_id, variables, started_at)
    select ${court.courtId}, ${INSTANCE} + n, ${def}, 'scan-catalogue', ${caseOf}, 'batch', n, ${court.engagementId}, 5, '{}', now() - interval '1 day' ${series}`)
  await client.query(
    `insert into processes.token (court_id, instance_id, id, element_id, status) select ${court.courtId}, ${INSTANCE} + n, 3, 'scan', 'waiting' ${series}`,
  )
  await client.query(`insert into worklist.task (${taskColumns})
    select ${court.courtId}, ${TASK} + n, ${INSTANCE} + n, ${def}, 'scan', 4, 3, 'scan-catalogue', ${caseOf}, 'batch', n, 'scan-pages', 'procedural', 'outsourced', 'operator', 'scan',
      ${court.divisionId}, ${court.engagementId}, case when n % 2 = 0 then 'claimed' else 'ready' end, case when n % 2 = 0 then ${person} end, case when n % 2 = 0 then 'contractor' end,
      now() - interval '1 day', case when n % 2 = 0 then now() end, null, now() + (n::bigint * 7919 % 864000 - 86400) * interval '1 second' ${series}`)
  await client.query(`insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, categories, levels, actions, from_at, until_at)
    select ${court.courtId}, ${person}, 'contractor', ${caseOf}, ${TASK} + n, 'scan', '{complaint,evidence}', '{C1,C2}', '{read}', now() - interval '1 day', now() + interval '30 days' ${series} where n % 2 = 0`)
}

/** Fills by SQL as the owner; triggers and foreign keys are not asked, the rows are such as the product writes. */
export const fill = async (client: pg.Client, court: Court): Promise<void> => {
  const c = court.courtId
  await client.query('create schema bench; grant usage on schema bench to bailiwick_app')
  const step = await publishTwoSteps(client)
  await fillNames(client)
  await client.query("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'")
  await client.query(
    `insert into organisations.person (id, side, contractor_id, name) select ${PERSON} + n, 'contractor', ${court.contractorId}, '操作员' || n from generate_series(0, ${OPERATORS}) n`,
  )
  await client.query(
    `insert into organisations.post (court_id, person_id, side, role, engagement_id, from_date) select ${c}, ${PERSON} + n, 'contractor', 'operator', ${court.engagementId}, current_date - 30 from generate_series(0, ${OPERATORS}) n`,
  )
  await client.query(
    `insert into organisations.division (court_id, id, name, kind) select ${c}, 1000 + n, '第' || n || '庭', 'civil' from generate_series(1, 9) n`,
  )
  await client.query(`insert into cases.case_record (court_id, id, number, number_year, number_type, number_seq, type_code, procedure, title, cause_name, cause_code, cause_edition, amount, received_on, filed_on, status, division_id, judge_id, clerk_id,
      title_grams, pinyin, initials, source)
    select ${c}, ${CASE} + n, '（2026）苏1299民初' || n || '号', 2026, '民初', n, '民初', 'simple', m.title, '买卖合同纠纷', null, null, n % 90000, current_date - n % 700, current_date - n % 700,
      (array['open', 'open', 'closed', 'suspended'])[n % 4 + 1], case when n % 10 = 0 then ${court.divisionId} else 1000 + n % 10 end, case when n % 10 = 0 and n % 100 = 0 then ${court.judge.personId} else ${PERSON} + 1000 + n % 90 end,
      case when n <= ${STEP_TASKS} then ${court.clerk.personId} else ${PERSON} + 1100 + n % 90 end, m.title_grams, m.pinyin, m.initials, 'import' from generate_series(1, ${CASES}) n join bench.name m on m.i = n % ${NAMES}`)
  await client.query(`insert into cases.party (court_id, case_id, role, kind, name, name_grams, pinyin, initials, id_kind, id_no_hash, id_no_masked)
    select ${c}, ${CASE} + 1 + (n - 1) / 2, case n % 2 when 0 then 'plaintiff' else 'defendant' end, 'natural', m.name, m.grams, m.pinyin, m.initials, 'idCard', sha256(n::text::bytea), '3212**********0000'
    from generate_series(1, ${CASES * 2}) n join bench.name m on m.i = (case n % 2 when 0 then (n / 2) else n * 31 end) % ${NAMES}`)
  await fillTasks(client, court, 1, OPEN_TASKS)
  await fillSteps(client, court, step)
  await fillPlain(client)
  // Drawn numbers are told apart from filled ones.
  await client.query("select setval(pg_get_serial_sequence('worklist.task', 'id'), 900000000)")
  await client.query('set session_replication_role = origin; set synchronous_commit = on')
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

/** Tasks waiting to be completed, each with its instance, token and grant. */
const fillSteps = async (client: pg.Client, court: Court, definition: number): Promise<void> => {
  const doers = court.doers.map((d) => d.personId)
  const person = `('{${doers}}'::bigint[])[n % ${doers.length} + 1]`
  const series = `from generate_series(1, ${STEP_TASKS}) n`
  const id = `${INSTANCE} + ${STEP_TASK - TASK} + n`
  await client.query(`insert into processes.instance (court_id, id, definition_id, key, case_id, subject_type, subject_id, engagement_id, next_id, variables, started_at)
    select ${court.courtId}, ${id}, ${definition}, 'bench-step', ${CASE} + n, 'batch', n, ${court.engagementId}, 3, '{}', now() ${series}`)
  await client.query(
    `insert into processes.token (court_id, instance_id, id, element_id, status) select ${court.courtId}, ${id}, 1, 'work', 'waiting' ${series}`,
  )
  await client.query(`insert into worklist.task (${taskColumns})
    select ${court.courtId}, ${STEP_TASK} + n, ${id}, ${definition}, 'work', 2, 1, 'bench-step', ${CASE} + n, 'batch', n, 'bench-work', 'procedural', 'outsourced', 'operator', 'scan',
      ${court.divisionId}, ${court.engagementId}, 'started', ${person}, 'contractor', now(), now(), now(), now() + interval '2 days' ${series}`)
  await client.query(`insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, categories, levels, actions, from_at, until_at)
    select ${court.courtId}, ${person}, 'contractor', ${CASE} + n, ${STEP_TASK} + n, 'scan', '{complaint,evidence}', '{C2}', '{read}', now(), now() + interval '30 days' ${series}`)
}

/** Twelve plain columns without rights or parties, for the bare server. */
const fillPlain = async (client: pg.Client): Promise<void> => {
  await client.query(`create table bench.plain (id bigint generated always as identity primary key, number text, title text, type text, procedure text, status text, cause text, amount numeric(18, 2), filed_on date, division int, judge int, note text);
    create table bench.plain_audit (id bigint generated always as identity primary key, row_id bigint, act text, data jsonb, at timestamptz default now());
    insert into bench.plain (number, title, type, procedure, status, cause, amount, filed_on, division, judge, note)
      select number, title, '民初', procedure, status, cause_name, amount, filed_on, division_id, 1, 'x' from cases.case_record;
    create index on bench.plain (status, filed_on desc, id desc); create unique index on bench.plain (number);
    create table bench.acts (id bigint generated always as identity primary key, case_id bigint, title text, at timestamptz default now());
    grant select, insert on all tables in schema bench to bailiwick_app; grant usage on all sequences in schema bench to bailiwick_app`)
}
