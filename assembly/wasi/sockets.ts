// wasi:sockets 0.2.0 as the canonical ABI spells it. Results come through a return pointer:
// byte 0 is 0 (ok) or 1 (error); where the ok value is no larger than a byte the error code is at byte 1,
// else at the ok value's alignment. wit: wasi:sockets/{network,instance-network,tcp,tcp-create-socket}; names: names.ts
// @ts-nocheck TypeScript knows no decorators on functions; asc checks this file.

@external("wasi:sockets/instance-network@0.2.0", "instance-network")
export declare function instanceNetwork(): i32;

@external("wasi:sockets/tcp-create-socket@0.2.0", "create-tcp-socket")
export declare function createTcpSocket(family: i32, ret: usize): void;

// An ip-socket-address is flattened to a discriminant and eleven words; ipv4 uses the first five.
@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.start-bind")
export declare function startBind(
  self: i32, network: i32, family: i32,
  p0: i32, p1: i32, p2: i32, p3: i32, p4: i32, p5: i32, p6: i32, p7: i32, p8: i32, p9: i32, p10: i32,
  ret: usize,
): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.finish-bind")
export declare function finishBind(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.start-connect")
export declare function startConnect(
  self: i32, network: i32, family: i32,
  p0: i32, p1: i32, p2: i32, p3: i32, p4: i32, p5: i32, p6: i32, p7: i32, p8: i32, p9: i32, p10: i32,
  ret: usize,
): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.finish-connect")
export declare function finishConnect(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.start-listen")
export declare function startListen(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.finish-listen")
export declare function finishListen(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.accept")
export declare function accept(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.local-address")
export declare function localAddress(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.remote-address")
export declare function remoteAddress(self: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-listen-backlog-size")
export declare function setListenBacklogSize(self: i32, value: u64, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-enabled")
export declare function setKeepAliveEnabled(self: i32, value: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-idle-time")
export declare function setKeepAliveIdleTime(self: i32, nanoseconds: u64, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-interval")
export declare function setKeepAliveInterval(self: i32, nanoseconds: u64, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-count")
export declare function setKeepAliveCount(self: i32, value: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.subscribe")
export declare function subscribeSocket(self: i32): i32;

@external("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.shutdown")
export declare function shutdown(self: i32, direction: i32, ret: usize): void;

@external("wasi:sockets/tcp@0.2.0", "[resource-drop]tcp-socket")
export declare function dropSocket(self: i32): void;
