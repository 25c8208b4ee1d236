# expect: Asset-hasAKind MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <../asset/茜橋> chiiki:assetKind ?value }
