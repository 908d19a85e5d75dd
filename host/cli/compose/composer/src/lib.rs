//! Joins a guest component and the engine component into one, over wac-graph.
//!
//! The one idea: the guest's mirror package `wasi-net:io` is given the real `wasi:io` by a third, tiny
//! component that imports the one and exports the same instance under the name of the other. That component
//! is itself encoded from a graph, so everything else stays wac's: equal interfaces of all three parts, of
//! any 0.2.x, become one import, and with it one set of resource types.

mod ffi;

use anyhow::{bail, Context, Result};
use wac_graph::types::{ItemKind, Package};
use wac_graph::{CompositionGraph, EncodeOptions, NodeId, PackageId};

/// The guest's private copy of `wasi:io`, and what it stands for.
const MIRROR: &str = "wasi-net:io/";
const MIRRORED: &str = "wasi:io/";
/// Whatever starts with this must not be left as an import.
const OURS: &str = "wasi-net:";
/// What componentize-qjs leaves behind of its pre-initialisation; nobody may call it again.
const LEFT_OVER: &str = "init";

/// The guest with its `wasi-net:` imports satisfied; it exports what the guest exports.
fn compose(guest: &[u8], engine: &[u8]) -> Result<Vec<u8>> {
    let mut graph = CompositionGraph::new();
    let guest_package = register(&mut graph, "guest", guest)?;
    let engine_package = register(&mut graph, "engine", engine)?;
    let wanted: Vec<String> = items(&graph, guest_package, Side::Imports)
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with(OURS))
        .collect();
    if wanted.is_empty() {
        bail!("the guest imports nothing of {OURS}, so there is nothing to join");
    }

    let engine_instance = graph.instantiate(engine_package);
    let mirror_instance = match mirror(guest, engine)? {
        Some(bytes) => {
            let package = register(&mut graph, "mirror", &bytes)?;
            Some(graph.instantiate(package))
        }
        None => None,
    };
    let guest_instance = graph.instantiate(guest_package);

    for name in wanted {
        let from = match mirror_instance {
            Some(instance) if name.starts_with(MIRROR) => instance,
            _ => engine_instance,
        };
        let export = alias(&mut graph, from, &name)?;
        graph
            .set_instantiation_argument(guest_instance, &name, export)
            .with_context(|| format!("{name} of the guest and of the engine differ"))?;
    }
    for (name, _) in items(&graph, guest_package, Side::Exports) {
        if name != LEFT_OVER {
            let export = alias(&mut graph, guest_instance, &name)?;
            graph.export(export, name)?;
        }
    }
    Ok(graph.encode(EncodeOptions::default())?)
}

/// A component that imports each mirrored interface under its real name and exports it under the guest's;
/// nothing when the guest has no mirror (a guest that takes `wasi:io` as it is).
fn mirror(guest: &[u8], engine: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut graph = CompositionGraph::new();
    let guest_package = register(&mut graph, "guest", guest)?;
    let engine_package = register(&mut graph, "engine", engine)?;
    let mirrored: Vec<(String, ItemKind)> = items(&graph, guest_package, Side::Imports)
        .into_iter()
        .filter(|(name, _)| name.starts_with(MIRROR))
        .collect();
    if mirrored.is_empty() {
        return Ok(None);
    }
    // The engine asks for the lowest version there is; a higher one of the guest's wins when they are merged.
    let version = items(&graph, engine_package, Side::Imports)
        .iter()
        .find_map(|(name, _)| {
            name.strip_prefix(MIRRORED)?
                .split_once('@')
                .map(|(_, v)| v.to_string())
        })
        .with_context(|| format!("the engine imports nothing of {MIRRORED}"))?;

    // Types that one interface uses of another name it by its id: rename all before the first is encoded.
    let mut renamed = Vec::new();
    for (name, kind) in mirrored {
        let ItemKind::Instance(interface) = kind else {
            bail!("{name} is not an interface");
        };
        let path = name[MIRROR.len()..].split('@').next().unwrap_or_default();
        let real = format!("{MIRRORED}{path}@{version}");
        graph.types_mut()[interface].id = Some(real.clone());
        renamed.push((name, real, kind));
    }
    for (name, real, kind) in renamed {
        let import = graph.import(real, kind)?;
        graph.export(import, name)?;
    }
    Ok(Some(graph.encode(EncodeOptions::default())?))
}

enum Side {
    Imports,
    Exports,
}

fn items(graph: &CompositionGraph, package: PackageId, side: Side) -> Vec<(String, ItemKind)> {
    let world = &graph.types()[graph[package].ty()];
    let list = match side {
        Side::Imports => &world.imports,
        Side::Exports => &world.exports,
    };
    list.iter()
        .map(|(name, kind)| (name.clone(), *kind))
        .collect()
}

fn register(graph: &mut CompositionGraph, name: &str, bytes: &[u8]) -> Result<PackageId> {
    let package = Package::from_bytes(name, None, bytes, graph.types_mut())
        .with_context(|| format!("the {name} cannot be read"))?;
    Ok(graph.register_package(package)?)
}

fn alias(graph: &mut CompositionGraph, instance: NodeId, name: &str) -> Result<NodeId> {
    graph
        .alias_instance_export(instance, name)
        .with_context(|| format!("nothing provides {name}"))
}
