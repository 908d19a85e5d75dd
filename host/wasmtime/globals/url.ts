// URL and URLSearchParams, in programs that name them.

import { URL, URLSearchParams } from '../builtins/url/whatwg.ts';
import { provide } from './define.ts';

provide({ URL, URLSearchParams });
