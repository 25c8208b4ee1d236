# expect: Measure-implementedBy ClassConstraintComponent
# expect: CoCreation-implementersAreItsPartners EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/co-creation/1> chiiki:implementedBy <../area/99001> }
