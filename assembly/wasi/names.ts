// wasi:sockets/ip-name-lookup 0.2.0 as the canonical ABI spells it.
// Drop order: a pollable before its stream. wit: wasi:sockets/ip-name-lookup
// @ts-nocheck TypeScript knows no decorators on functions; asc checks this file.

@external("wasi:sockets/ip-name-lookup@0.2.0", "resolve-addresses")
export declare function resolveAddresses(network: i32, name: usize, length: u32, ret: usize): void;

@external("wasi:sockets/ip-name-lookup@0.2.0", "[method]resolve-address-stream.resolve-next-address")
export declare function nextAddress(self: i32, ret: usize): void;

@external("wasi:sockets/ip-name-lookup@0.2.0", "[method]resolve-address-stream.subscribe")
export declare function subscribeNames(self: i32): i32;

@external("wasi:sockets/ip-name-lookup@0.2.0", "[resource-drop]resolve-address-stream")
export declare function dropNames(self: i32): void;
