// diagnostics_channel: what node:net tells of its sockets and servers there, told of ours, once each.

/** A channel of the runtime. */
export interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/** By the name of what is told: 'net.client.socket', and of listening the three events of its tracing channel. */
export interface Channels {
  readonly client: Channel;
  readonly server: Channel;
  readonly listenStart: Channel;
  readonly listenEnd: Channel;
  readonly listenError: Channel;
}
