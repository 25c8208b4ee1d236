# expect: Work-heading MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/work/1> chiiki:heading "関連する主な基盤整備" }
