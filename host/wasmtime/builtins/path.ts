// node:path: npm's path-unified, with the two names that it lacks.

import * as unified from 'path-unified';

type Path = Omit<typeof unified.posix, 'posix' | 'win32'> & {
  _makeLong(path: string): string;
  posix: Path;
  win32: Path;
};

const posix = { ...unified.posix, _makeLong: unified.posix.toNamespacedPath } as unknown as Path;
const win32 = { ...unified.win32, _makeLong: unified.win32.toNamespacedPath } as unknown as Path;
posix.posix = win32.posix = posix;
posix.win32 = win32.win32 = win32;

export default posix;
