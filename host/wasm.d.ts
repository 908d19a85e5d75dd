// esbuild's `binary` loader: the bytes of the module, embedded in the bundle.
declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
