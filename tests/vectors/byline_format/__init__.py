"""A second reading of the Byline format, version 1, written from docs/format alone.

Each module follows one page or one section of a page and can be read beside it:

    cbor        encoding.md, canonical CBOR
    forms       encoding.md, limits and texts with a form of their own
    edtf        encoding.md, times that a source speaks of
    hashing     encoding.md, hashes; log.md, chain, roster hash and tree
    curve       statement.md, the arithmetic of edwards25519 that the key rule needs
    keys        statement.md, keys, kid and the signature rule
    shapes      records.md, every record field by field
    statement   statement.md, the COSE_Sign1 and its header
    roster      admission.md, "The quorum" to "approval": who may sign, and changes of that
    state       admission.md, what the admitted leaves say
    judgement   admission.md, how rules say no
    admission   admission.md, the rules in their order
    rules       admission.md, the rules of the single kinds
    claims      admission.md, the rules of a claim
    note        log.md, checkpoint and checkpoint.cose
    paths       proofs.md, paths in the tree and C2SP's forms of them
    bundle      bundle.md
    folder      log.md, the files of log/ and their names
    evidence    admission.md, documents and quotes
    audit       log.md, "A verifier, step by step"
"""
