# expect: Mention-joinedBy MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <mention/877-879/茜橋> chiiki:joinedBy "elided-head" }
