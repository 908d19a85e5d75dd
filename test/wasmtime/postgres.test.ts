// The client pg in real Wasmtime, against Debian's PostgreSQL: logins are by SCRAM.
import { test } from 'uvu';
import { stories } from '../clients/programs/postgres.ts';
import { postgres } from '../clients/stage/postgres.ts';
import { compareInGuest } from './clients/compare.ts';
import { overTcp } from './clients/over-tcp.ts';

compareInGuest('postgres', stories, overTcp(postgres), {
  'pg turns a used connection into TLS, and binds its login to it': 'there is no TLS in a guest',
});

test.run();
