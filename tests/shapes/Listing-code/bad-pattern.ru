# expect: Listing-code PatternConstraintComponent
# expect: Project-code PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <listing/2-1> chiiki:code ?value } INSERT { <listing/2-1> chiiki:code "2 (1)" } WHERE { <listing/2-1> chiiki:code ?value } ;
DELETE DATA { <project/1-1> chiiki:code "2-(1)" } ;
INSERT DATA { <project/1-1> chiiki:code "2 (1)" }
