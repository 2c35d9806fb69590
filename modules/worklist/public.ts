export { startItem, type NewItem } from './commands/start-item.ts'
export { assignTask, claimTask, delegateTask, releaseTask, toPool } from './commands/take-task.ts'
export {
  cancelItem,
  completeTask,
  deliverMessage,
  fireTimer,
  resumeTask,
  returnTask,
  suspendTask,
  type Completion,
} from './commands/finish-task.ts'
export { taskForForm, type FormTask } from './queries.ts'
export { onStep, type StepEvent } from './step.ts'
export { ownForm } from './forms.ts'
export { notify, notifyEach } from './notices.ts'
export { nextStepFor } from './next-step.ts'
