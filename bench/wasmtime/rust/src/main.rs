//! The work of ../../work on Rust's own blocking `std::net`, against the same peers: `sockets ROW PORT AMOUNT SOCKETS`.

use std::io::{Read, Result, Write};
use std::net::TcpStream;
use std::time::Instant;

const MIB: usize = 1048576;
const HOST: &str = "127.0.0.1";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize| args[i].parse::<usize>().expect("a number");
    let (port, amount, sockets) = (number(1) as u16, number(2), number(3));
    let value = match args[0].as_str() {
        "receive" => receive(port, amount)?,
        "send-64k" => send(port, amount, 65536)?,
        "writes-4k" => send(port, amount, 4096)?,
        "ping-pong-64" => ping_pong(port, amount, 64)?,
        "ping-pong-1k" => ping_pong(port, amount, 1024)?,
        "sockets-1000" => many_sockets(port, sockets)?,
        _ => 0.0,
    };
    println!("{{\"value\":{value}}}");
    Ok(())
}

/// Connects, and waits for the byte with which the peer says that it is up.
fn opened(port: u16) -> Result<TcpStream> {
    let mut socket = TcpStream::connect((HOST, port))?;
    socket.read_exact(&mut [0])?;
    Ok(socket)
}

fn receive(port: u16, amount: usize) -> Result<f64> {
    let mut socket = opened(port)?;
    let mut buffer = vec![0; 65536];
    let began = Instant::now();
    socket.write_all(b"x")?;
    let mut received = 0;
    loop {
        let bytes = socket.read(&mut buffer)?;
        if bytes == 0 {
            break;
        }
        received += bytes;
    }
    let wall = milliseconds(began);
    assert_eq!(received, amount * MIB);
    Ok(received as f64 / 1000.0 / wall)
}

fn send(port: u16, amount: usize, bytes: usize) -> Result<f64> {
    let mut socket = opened(port)?;
    let chunk = vec![7; bytes];
    let total = amount * MIB;
    let began = Instant::now();
    for _ in 0..total / bytes {
        socket.write_all(&chunk)?;
    }
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    let wall = milliseconds(began);
    assert_eq!(answer, total.to_string());
    Ok(total as f64 / 1000.0 / wall)
}

fn ping_pong(port: u16, amount: usize, bytes: usize) -> Result<f64> {
    let mut socket = opened(port)?;
    let mut message = vec![1; bytes];
    let mut trips = |count: usize| -> Result<()> {
        for _ in 0..count {
            socket.write_all(&message)?;
            socket.read_exact(&mut message)?;
        }
        Ok(())
    };
    trips(amount.div_ceil(5))?;
    let began = Instant::now();
    trips(amount)?;
    Ok(amount as f64 * 1000.0 / milliseconds(began))
}

fn many_sockets(port: u16, count: usize) -> Result<f64> {
    let mut message = [1; 64];
    let began = Instant::now();
    let mut sockets = Vec::with_capacity(count);
    for _ in 0..count {
        sockets.push(TcpStream::connect((HOST, port))?);
    }
    for socket in &mut sockets {
        socket.write_all(&message)?;
    }
    for socket in &mut sockets {
        socket.read_exact(&mut message)?;
    }
    drop(sockets);
    Ok(milliseconds(began))
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
