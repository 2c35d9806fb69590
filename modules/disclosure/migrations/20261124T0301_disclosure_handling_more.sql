-- Served documents and their proofs, mailing lists, materials and the other lists that are taken along count, too (7.3.2.5); word for word as in rules.ts.
drop index audit.event_handling;
create index event_handling on audit.event (court_id, at) where verb in ('page.read', 'batch.cover', 'batch.slip-print', 'filing.document.read', 'service.receipt-print', 'incident.print',
  'incident.evidence.read', 'volume.label', 'volume.history', 'release.paper.read', 'case.export', 'duty.export',
  'indicator.export', 'contact.export', 'release.export', 'service.document-read', 'service.evidence-read', 'service.mail-list',
  'material.list.print', 'material.receipt', 'material.scan.read', 'exposure.export', 'attendance.export', 'agreement.export',
  'training.export', 'material.statement.export', 'ledger.export');
