// nodemailer and smtp-server.
import { test } from 'uvu';
import { stories } from './programs/smtp.ts';
import { compare } from './stage/compare.ts';

compare('smtp', stories);

test.run();
