-- Our own order number comes back in the carrier's list: a row is found by it before the mail has a number with us.
alter table service_of_process.carrier_row add column order_no text;
