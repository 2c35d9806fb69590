// Screens of the modules, one line each; the export's name is the i18n namespace. Loaded after login.
export * as worklist from '../modules/worklist/web/routes.tsx'
export * as organisations from '../modules/organisations/web/routes.tsx'
export * as accounts from '../modules/accounts/web/routes.tsx'
export * as workforce from '../modules/workforce/web/routes.tsx'
export * as deadlines from '../modules/deadlines/web/routes.tsx'
export * as cases from '../modules/cases/web/routes.tsx'
export * as ledger from '../modules/ledger/web/routes.tsx'
export * as access from '../modules/confidentiality/web/routes.tsx'
