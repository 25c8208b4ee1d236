# expect: Asset-assetKind MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX asset-kind: <https://w3id.org/chiiki/vocab/asset-kind/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../asset/茜橋> chiiki:assetKind asset-kind:道路 }
