# expect: Work-heading DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/1> chiiki:heading ?value } INSERT { <project/1-1/work/1> chiiki:heading "主な基盤整備"@ja } WHERE { <project/1-1/work/1> chiiki:heading ?value }
