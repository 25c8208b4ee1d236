# expect: Asset-assetKindScheme MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX asset-kind: <https://w3id.org/chiiki/vocab/asset-kind/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <../asset/茜橋> chiiki:assetKind ?value } INSERT { <../asset/茜橋> chiiki:assetKind asset-kind:宇宙港 } WHERE { <../asset/茜橋> chiiki:assetKind ?value }
