// The streams of the web, in programs that name them.

import streams from '../builtins/stream/web.ts';
import { provide } from './define.ts';

provide(streams);
