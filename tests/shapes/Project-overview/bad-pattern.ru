# expect: Project-overview PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-2> chiiki:overview ?value } INSERT { <project/1-2> chiiki:overview " "@ja } WHERE { <project/1-2> chiiki:overview ?value }
