// The files of an SFTP server, in memory: as much of version 3 as a client needs to move files.
import ssh2, { type SFTPWrapper } from 'ssh2';

const { OK, EOF, NO_SUCH_FILE } = ssh2.utils.sftp.STATUS_CODE;
const REGULAR = 0o100644;
const AT = 1_000_000_000;

interface Open {
  name: string;
  listed: boolean;
}

/** Serves `files` on one channel; the names of the files are their paths. */
export function serveFiles(sftp: SFTPWrapper, files: Map<string, Buffer>): void {
  const open = new Map<number, Open>();
  let handles = 0;
  const of = (handle: Buffer) => open.get(handle.readUInt32BE()) as Open;
  const begin = (request: number, name: string) => {
    open.set(++handles, { name, listed: false });
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(handles);
    sftp.handle(request, handle);
  };
  const attributes = (request: number, name: string) => {
    const file = files.get(name);
    if (file) sftp.attrs(request, attributesOf(file));
    else sftp.status(request, NO_SUCH_FILE);
  };
  sftp.on('OPEN', (request, name, flags) => {
    const writes = (flags & ssh2.utils.sftp.OPEN_MODE.WRITE) !== 0;
    if (writes) files.set(name, Buffer.alloc(0));
    if (writes || files.has(name)) begin(request, name);
    else sftp.status(request, NO_SUCH_FILE);
  });
  sftp.on('READ', (request, handle, offset, length) => {
    const file = files.get(of(handle).name) as Buffer;
    if (offset >= file.length) sftp.status(request, EOF);
    else sftp.data(request, file.subarray(offset, offset + length));
  });
  sftp.on('WRITE', (request, handle, offset, data) => {
    const { name } = of(handle);
    files.set(name, written(files.get(name) as Buffer, offset, data));
    sftp.status(request, OK);
  });
  sftp.on('OPENDIR', begin);
  sftp.on('READDIR', (request, handle) => {
    const directory = of(handle);
    if (directory.listed) return sftp.status(request, EOF);
    directory.listed = true;
    const entries = [...files].map(([name, file]) => ({
      filename: name.slice(1),
      longname: name,
      attrs: attributesOf(file),
    }));
    sftp.name(request, entries);
  });
  sftp.on('FSTAT', (request, handle) => attributes(request, of(handle).name));
  for (const stat of ['STAT', 'LSTAT'] as const) sftp.on(stat, attributes);
  sftp.on('FSETSTAT', request => sftp.status(request, OK));
  sftp.on('CLOSE', (request, handle) => {
    open.delete(handle.readUInt32BE());
    sftp.status(request, OK);
  });
  sftp.on('REMOVE', (request, name) => sftp.status(request, files.delete(name) ? OK : NO_SUCH_FILE));
}

function attributesOf(file: Buffer) {
  return { mode: REGULAR, uid: 0, gid: 0, size: file.length, atime: AT, mtime: AT };
}

/** The file with `data` in it. What it holds grows in doubles, for it is written piece by piece, out of order. */
function written(file: Buffer, offset: number, data: Buffer): Buffer {
  const length = Math.max(file.length, offset + data.length);
  let held = Buffer.from(file.buffer, file.byteOffset, capacityOf(file));
  if (held.length < length) {
    held = Buffer.from(new ArrayBuffer(2 * length));
    file.copy(held);
  }
  data.copy(held, offset);
  return held.subarray(0, length);
}

function capacityOf(file: Buffer): number {
  return file.byteOffset === 0 ? file.buffer.byteLength : file.length;
}
