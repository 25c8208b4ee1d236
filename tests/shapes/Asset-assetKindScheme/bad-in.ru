# expect: Asset-assetKindScheme InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX agent-kind: <https://w3id.org/chiiki/vocab/agent-kind/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <../asset/茜橋> chiiki:assetKind ?value } INSERT { <../asset/茜橋> chiiki:assetKind agent-kind:民間 } WHERE { <../asset/茜橋> chiiki:assetKind ?value }
