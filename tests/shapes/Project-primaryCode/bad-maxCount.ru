# expect: Project-primaryCode MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1> chiiki:primaryCode "2-(1)" }
