// What `assert` and array bounds checks call. Only a bug of ours gets here: the network and bad input have
// error codes. The release build has no asserts.

/** Stands in for AssemblyScript's imported `abort` (asc --use), so that the module imports WASI alone. */
export function abort(_message: usize, _file: usize, _line: u32, _column: u32): void {
  unreachable();
}
