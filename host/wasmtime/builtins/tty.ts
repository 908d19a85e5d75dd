// node:tty. A guest's descriptors are pipes, whatever is at their other end.

import { absentFunction } from './absent.ts';

const WHY = 'it sees no terminal';

export default {
  isatty: () => false,
  ReadStream: absentFunction('tty.ReadStream', WHY),
  WriteStream: absentFunction('tty.WriteStream', WHY),
};
