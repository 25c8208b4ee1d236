# expect: Work-categoryScheme InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX asset-kind: <https://w3id.org/chiiki/vocab/asset-kind/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/1> chiiki:category ?value } INSERT { <project/1-1/work/1> chiiki:category asset-kind:港湾 } WHERE { <project/1-1/work/1> chiiki:category ?value }
