-- The list is searched by its recipients: a name answers parties (cases.find_parties), their orders are found by this.
create index service_order_party on service_of_process.service_order (court_id, party_id);
