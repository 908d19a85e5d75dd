export const HELP = `wasi-net: programs of node:net inside Wasmtime

  wasi-net build app.ts            makes app.wasm, for \`wasmtime run -S inherit-network app.wasm\`
      -o, --output app.wasm        where the component is put
      --guest quickjs              the engine of the program: quickjs (small), or starlingmonkey
      --minify                     smaller: short names of variables, no texts of functions

  wasi-net run app.ts one two      builds the program unless it is built already, and runs it with these
                                   arguments in the Wasmtime that $WASMTIME names, or that is on PATH
      --guest, --minify            as for build, before the program

  wasi-net --help, --version
`;
