// wasi:io 0.2.0 as the canonical ABI spells it.
// Drop order: a pollable before its stream, a stream before its socket. wit: wasi:io/{error,poll,streams}
// @ts-nocheck TypeScript knows no decorators on functions; asc checks this file.

@external("wasi:io/streams@0.2.0", "[method]input-stream.read")
export declare function read(self: i32, max: u64, ret: usize): void;

@external("wasi:io/streams@0.2.0", "[method]input-stream.subscribe")
export declare function subscribeInput(self: i32): i32;

@external("wasi:io/streams@0.2.0", "[resource-drop]input-stream")
export declare function dropInput(self: i32): void;

@external("wasi:io/streams@0.2.0", "[method]output-stream.check-write")
export declare function checkWrite(self: i32, ret: usize): void;

@external("wasi:io/streams@0.2.0", "[method]output-stream.write")
export declare function write(self: i32, from: usize, length: u32, ret: usize): void;

@external("wasi:io/streams@0.2.0", "[method]output-stream.subscribe")
export declare function subscribeOutput(self: i32): i32;

@external("wasi:io/streams@0.2.0", "[resource-drop]output-stream")
export declare function dropOutput(self: i32): void;

@external("wasi:io/error@0.2.0", "[resource-drop]error")
export declare function dropError(self: i32): void;

@external("wasi:io/poll@0.2.0", "poll")
export declare function poll(from: usize, length: u32, ret: usize): void;

@external("wasi:io/poll@0.2.0", "[resource-drop]pollable")
export declare function dropPollable(self: i32): void;
