// What is aimed at wherever bytes go in bulk.

import type { Row } from '../row.ts';

export const BULK_LEAD: Row['lead'] = { over: 'preview2-shim', atLeast: 15 };
