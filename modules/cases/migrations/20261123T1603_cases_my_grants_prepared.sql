select bw.prepared_once('cases.my_grants()');
