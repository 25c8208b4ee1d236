# expect: Goal-vision MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <goal/1> chiiki:vision "港から始まる交流の振興"@ja }
