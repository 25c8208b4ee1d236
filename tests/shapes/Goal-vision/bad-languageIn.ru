# expect: Goal-vision LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <goal/1> chiiki:vision ?value } INSERT { <goal/1> chiiki:vision "港から始まる産業の振興" } WHERE { <goal/1> chiiki:vision ?value }
