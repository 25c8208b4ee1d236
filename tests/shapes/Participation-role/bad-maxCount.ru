# expect: Participation-role MaxCountConstraintComponent
# expect: InitiativeGroup-implementersOnly InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX role: <https://w3id.org/chiiki/vocab/role/>

INSERT DATA { <project/1-1/group/3/participation/implementer-1> chiiki:role role:partner }
