# expect: Goal-vision PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <goal/1> chiiki:vision ?value } INSERT { <goal/1> chiiki:vision " "@ja } WHERE { <goal/1> chiiki:vision ?value }
