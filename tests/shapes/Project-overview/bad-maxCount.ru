# expect: Project-overview MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-2> chiiki:overview "葵の暮らしを守ります。"@ja }
